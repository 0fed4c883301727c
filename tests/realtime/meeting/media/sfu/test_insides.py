"""Every internal of pylibsrtp, aioice and pyOpenSSL that the SFU depends on, one test each.

They come with aiortc, whose own transports are left aside: they cost a task and four copies a packet.
"""

import importlib.metadata
import os

import pytest
from aioice import stun
from OpenSSL import SSL
from pylibsrtp import Policy, Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # it is compiled


def test_pylibsrtp_is_the_pinned_one() -> None:
    assert importlib.metadata.version("pylibsrtp") == "1.0.0"


@pytest.fixture
def session() -> Session:
    return Session(Policy(key=os.urandom(30), ssrc_type=Policy.SSRC_ANY_OUTBOUND))


def test_a_session_holds_the_handle_of_libsrtp(session: Session) -> None:
    assert ffi.typeof(session._srtp[0]) is ffi.typeof("srtp_t")


@pytest.mark.parametrize("name", ["srtp_protect", "srtp_unprotect", "srtp_unprotect_rtcp"])
def test_libsrtp_works_in_place_on_a_buffer_and_its_length(name: str) -> None:
    signature = ffi.typeof(getattr(lib, name))
    assert [argument.cname for argument in signature.args] == ["struct srtp_ctx_t_ *", "void *", "int *"]


def test_a_packet_is_sealed_where_it_lies(session: Session) -> None:
    data, length = ffi.new("char[]", 200), ffi.new("int *", 20)
    ffi.buffer(data)[0:20] = b"\x80" + bytes(19)
    assert lib.srtp_protect(session._srtp[0], data, length) == 0
    assert length[0] == 30


def test_a_buffer_of_it_can_be_written_by_python() -> None:
    memoryview(ffi.buffer(ffi.new("char[]", 8)))[2:4] = b"ab"


def test_memory_for_openssl_gives_all_that_is_written_at_once() -> None:
    connection = SSL.Connection(SSL.Context(SSL.DTLS_METHOD), None)
    connection.set_connect_state()
    with pytest.raises(SSL.WantReadError):
        connection.do_handshake()
    assert connection.bio_read(65_536)[0] == 22
    with pytest.raises(SSL.WantReadError):
        connection.bio_read(65_536)


def test_a_check_remembers_what_was_signed() -> None:
    check = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    check.add_message_integrity(b"password")
    assert stun.parse_message(bytes(check)).check_message_integrity(b"password")
