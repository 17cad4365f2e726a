"""Runs a program at a terminal of its own: writes each answer when its question is there, and prints what was shown."""
import os, pty, select, sys, json

asked = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown, seen = b"", 0
while True:
    if not select.select([fd], [], [], 110)[0]:
        os.kill(pid, 9)
        break
    try:
        piece = os.read(fd, 65536)
    except OSError:
        break
    if not piece:
        break
    shown += piece
    if asked and asked[0][0].encode() in shown[seen:]:
        seen = len(shown)
        os.write(fd, asked.pop(0)[1].encode())
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
print("\nexit", os.waitstatus_to_exitcode(status))
