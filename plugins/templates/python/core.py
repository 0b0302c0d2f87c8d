"""A connection to the core, with nothing but the standard library: as much of a WebSocket (RFC 6455) as that takes."""
import base64
import json
import os
import socket
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Core:
    """What the core says, message by message, when it is iterated over, until the connection is closed."""

    def __init__(self, address, token):
        url = urlsplit(address)
        self._socket = socket.create_connection((url.hostname, url.port))
        self._stream = self._socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        head = [
            "GET /ws HTTP/1.1",
            f"Host: {url.netloc}",
            f"Authorization: Bearer {token}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
        ]
        self._socket.sendall("\r\n".join([*head, "", ""]).encode())
        status = self._stream.readline().decode().strip()
        if " 101 " not in status:
            raise ConnectionError(f"The core did not let it in: {status}")
        while self._stream.readline().strip():
            pass  # the other headers

    def send(self, message):
        self._write(TEXT, json.dumps(message).encode())

    def __iter__(self):
        text = b""
        while True:
            is_last, kind, data = self._frame()
            if kind == CLOSE:
                return
            if kind == PING:
                self._write(PONG, data)
            elif kind <= TEXT:  # or what continues one
                text += data
                if is_last:
                    yield json.loads(text)
                    text = b""

    def _frame(self):
        first, length = self._read(2)
        if length == 126:
            length = int.from_bytes(self._read(2), "big")
        elif length == 127:
            length = int.from_bytes(self._read(8), "big")
        return bool(first & 128), first & 15, self._read(length)

    def _read(self, count):
        data = self._stream.read(count)
        if len(data) < count:
            raise ConnectionError("The core is gone.")
        return data

    def _write(self, kind, data):
        size = len(data)
        length = bytes([128 | size]) if size < 126 else bytes([128 | 126]) + size.to_bytes(2, "big")
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
        self._socket.sendall(bytes([128 | kind]) + length + mask + masked)
