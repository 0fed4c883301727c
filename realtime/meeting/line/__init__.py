"""The line between the servers, which have the browsers, and the process that leads the meetings."""
