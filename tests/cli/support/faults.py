"""Makes chosen system calls of the program fail, without its knowledge: a seccomp filter in the new process."""

import ctypes
import errno
import os
import platform

# Numbers of system calls, by machine.
NUMBERS = {
    "x86_64": {"openat": 257, "fsync": 74, "linkat": 265, "renameat": 264, "getrandom": 318},
    "aarch64": {"openat": 56, "fsync": 82, "linkat": 37, "renameat": 38, "getrandom": 278},
}
SECCOMP_RET_ERRNO = 0x00050000
SECCOMP_RET_ALLOW = 0x7FFF0000
LOAD, EQUAL, SET, RETURN = 0x20, 0x15, 0x45, 0x06
O_TMPFILE_BIT = 0o20000000


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction))]


def argument_is(index, value):
    """The call's argument has this value (its lower half)."""
    return [(LOAD, 0, 0, 16 + 8 * index), (EQUAL, 0, 1, value)]


def argument_has(index, bits):
    """The call's argument has one of these bits."""
    return [(LOAD, 0, 0, 16 + 8 * index), (SET, 0, 1, bits)]


def fail(call, error, condition=()):
    """A function for Popen's preexec_fn: from there on `call` fails with `error`, where the condition holds."""
    number = NUMBERS[platform.machine()][call]
    body = [*condition, (RETURN, 0, 0, SECCOMP_RET_ERRNO | error)]
    code = [(LOAD, 0, 0, 0), (EQUAL, 0, len(body), number), *body, (RETURN, 0, 0, SECCOMP_RET_ALLOW)]
    instructions = (_Instruction * len(code))(*(_Instruction(*one) for one in code))
    program = _Program(len(code), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, filter_mode = 38, 22, 2

    def install():
        failed = libc.prctl(no_new_privileges, 1, 0, 0, 0)
        if failed or libc.prctl(set_seccomp, filter_mode, ctypes.byref(program), 0, 0):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    return install


def without_unnamed_files():
    """As on a file system that has no O_TMPFILE."""
    return fail("openat", errno.EOPNOTSUPP, argument_has(2, O_TMPFILE_BIT))
