"""Ports that nobody else takes: given by the system, which gives each of two tests at the same moment another."""

import socket

HERE = "127.0.0.1"


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind((HERE, 0))
        return int(one.getsockname()[1])


def free_udp_port() -> int:
    return free_port(socket.SOCK_DGRAM)
