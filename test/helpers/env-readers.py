"""Reads .env files as an application does: python-dotenv itself, systemd's own parser of EnvironmentFile=, which its
shared library has, and bash. One JSON array a line on standard input: the path, and the names that bash is asked for,
if any. One JSON object a line as the answer, of each reader a list of names with their values; null: refused.
"""
import ctypes
import glob
import json
import os
import subprocess
import sys

from dotenv import dotenv_values, load_dotenv

strings = ctypes.POINTER(ctypes.c_char_p)
library = ctypes.CDLL(sorted(glob.glob("/usr/lib/*/systemd/libsystemd-shared-*.so") + glob.glob("/usr/lib/systemd/libsystemd-shared-*.so"))[-1])
library.load_env_file.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(strings)]
library.strv_env_clean_with_callback.argtypes = [strings, ctypes.c_void_p, ctypes.c_void_p]
library.strv_env_clean_with_callback.restype = strings
# Warnings about lines that it leaves out.
library.log_set_max_level(0)


def dotenv(path):
    try:
        return dotenv_values(path)
    except UnicodeDecodeError:
        return None


def loaded(path):
    before = dict(os.environ)
    try:
        load_dotenv(path)
        return {key: value for key, value in os.environ.items() if before.get(key) != value}
    except (UnicodeDecodeError, ValueError):
        return None
    finally:
        os.environ.clear()
        os.environ.update(before)


def systemd(path):
    found = strings()
    if library.load_env_file(None, path.encode(), ctypes.byref(found)) < 0:
        return None
    found = found and library.strv_env_clean_with_callback(found, None, None)
    values, i = {}, 0
    while found and found[i]:
        key, _, value = found[i].partition(b"=")
        values[key.decode()] = value.decode()
        i += 1
    return values


def bash(path, keys):
    """No program can be found, and the folder is one to throw away: what else is in the file stays without effect."""
    script = """set -a; . "$1"; shift; for key; do printf '%s\\0' "${!key-}"; done"""
    command = ["/bin/bash", "--norc", "--noprofile", "-c", script, "bash", path, *keys]
    env = {"PATH": "/nonexistent", "HOME": "/home/pi", "LC_ALL": "C.UTF-8"}
    quiet = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    done = subprocess.run(command, cwd=os.path.dirname(path), env=env, stdout=subprocess.PIPE, timeout=60, **quiet)
    values = done.stdout.decode(errors="replace").split("\0")
    return dict(zip(keys, values)) if len(values) == len(keys) + 1 else None


os.environ["HOME"] = "/home/pi"
for line in sys.stdin:
    path, keys = json.loads(line)
    found = {"dotenv": dotenv(path), "loaded": loaded(path), "systemd": systemd(path)}
    found["bash"] = bash(path, keys) if keys else None
    print(json.dumps({name: values if values is None else list(values.items()) for name, values in found.items()}), flush=True)
