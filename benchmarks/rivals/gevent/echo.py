"""Echoes with a greenlet a connection, on gevent's StreamServer. Prints the port it listens on."""

import socket

from gevent.server import StreamServer


def echo(connection, _address):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        while data := connection.recv(16 * 1024):
            connection.sendall(data)
    except OSError:
        pass  # the other side has gone


server = StreamServer(("127.0.0.1", 0), echo, backlog=4096)
server.start()
print(server.server_port, flush=True)
server.serve_forever()
