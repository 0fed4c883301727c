"""The IPC between gateways, which hold the browsers' sockets, and the process that leads the meetings."""
