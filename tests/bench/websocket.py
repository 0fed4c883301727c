"""The client's half of RFC 6455, as far as the benchmarks need it: handshake, frames out, frames in."""

import struct
from dataclasses import dataclass

FIN, MASKED = 0x80, 0x80
TEXT, PONG = 0x1, 0xA
NO_MASK = b"\0\0\0\0"  # a client must mask; masking with zeros is free


@dataclass(frozen=True)
class WebSocketEndpoint:
    """Where a server accepts clients. ``cookie``: the name of the cookie that identifies each of them.

    ``hello``: the first text a client sends; ``inside``: what the answer to it contains, empty for none.
    """

    port: int
    path: str = "/"
    subprotocol: str = ""
    cookie: str = ""
    hello: bytes = b""
    inside: bytes = b""

    def request(self, key: str) -> bytes:
        """Return the opening handshake of the client whose cookie is ``key``."""
        lines = [
            f"GET {self.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: http://127.0.0.1:{self.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        if self.subprotocol:
            lines.append(f"Sec-WebSocket-Protocol: {self.subprotocol}")
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}={key}")
        return "\r\n".join([*lines, "", ""]).encode()


def client_frame(opcode: int, payload: bytes) -> bytes:
    """Return one unfragmented client frame of less than 64 KiB."""
    size = len(payload)
    length = bytes((MASKED | size,)) if size < 126 else bytes((MASKED | 126,)) + struct.pack("!H", size)
    return bytes((FIN | opcode,)) + length + NO_MASK + payload


def server_frames(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Split ``data`` into complete frames (opcode, payload) and the remaining bytes."""
    frames, at, end = list[tuple[int, bytes]](), 0, len(data)
    while end - at >= 2:
        start, size = at + 2, data[at + 1]
        if size >= 126:
            width = 2 if size == 126 else 8
            start += width
            size = int.from_bytes(data[at + 2 : start], "big")
        if start + size > end:
            break
        frames.append((data[at] & 0x0F, data[start : start + size]))
        at = start + size
    return frames, data[at:]
