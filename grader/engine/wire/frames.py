"""Messages on a stream socket: a length, then that many bytes. Sizes and waiting are bounded."""

import select
import socket
import struct
import time

_LENGTH = struct.Struct("!Q")
_CHUNK = 1 << 20


class WireError(Exception):
    """The other side said something that is no message of ours, or too large a one."""


class Closed(WireError):
    """The other side is gone."""


class TooSlow(WireError):
    """Nothing came before the deadline."""


class Frames:
    """Messages over a connected stream socket.

    Parameters
    ----------
    sock
        The socket.
    largest
        The largest message that is taken, in bytes.
    """

    def __init__(self, sock: socket.socket, largest: int) -> None:
        self._socket = sock
        self._largest = largest
        sock.setblocking(False)

    def send(self, message: bytes, deadline: float | None = None) -> None:
        """Send one message; ``deadline`` is a time of ``time.monotonic``.

        Raises
        ------
        Closed, TooSlow
            If the other side does not take it.
        """
        view = memoryview(_LENGTH.pack(len(message)) + message)
        while view:
            try:
                sent = self._socket.send(view[:_CHUNK])
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError as error:
                raise Closed("the connection is closed") from error
            else:
                view = view[sent:]

    def receive(self, deadline: float | None = None) -> bytes:
        """The next message.

        Raises
        ------
        WireError
            If there is none: the other side is gone, too slow, or its message too large.
        """
        if deadline is not None and time.monotonic() > deadline:  # whoever never lets us wait is late all the same
            raise TooSlow("no answer in time")
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
        if length > self._largest:
            raise WireError(f"a message of {length} bytes, where {self._largest} are allowed")
        return bytes(self._exactly(length, deadline))

    def _exactly(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray()
        while len(data) < size:
            try:
                part = self._socket.recv(min(size - len(data), _CHUNK))
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError as error:
                raise Closed("the connection is closed") from error
            if not part:
                raise Closed("the connection is closed")
            data += part
        return data

    def _wait(self, event: int, deadline: float | None) -> None:
        left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
        poll = select.poll()
        poll.register(self._socket, event)
        if not poll.poll(left):
            raise TooSlow("no answer in time")
