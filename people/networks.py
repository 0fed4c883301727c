"""Tell networks by their addresses, for limits that are counted by network."""

import ipaddress

# Whoever has one IPv6 address has all those of its network: RFC 6177 gives a home this many bits, or more.
IPV6_NETWORK_BITS = 64


def network_of(address: str) -> str:
    """Return what ``address`` is counted under: an IPv4 address alone, the /64 of an IPv6 one.

    Something else, as the empty address of a UNIX socket, stands for itself.
    """
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(told, ipaddress.IPv4Address):
        return str(told)
    if told.ipv4_mapped:
        return str(told.ipv4_mapped)
    return str(ipaddress.ip_network((int(told), IPV6_NETWORK_BITS), strict=False))
