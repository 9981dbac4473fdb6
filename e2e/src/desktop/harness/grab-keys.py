"""Takes Control+Shift and a key from all programs on the display, until its input ends."""

import ctypes
import sys

CONTROL_AND_SHIFT = 0b101
GRAB_MODE_ASYNC = 1

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
x11.XStringToKeysym.restype = ctypes.c_ulong
display = ctypes.c_void_p(x11.XOpenDisplay(None))
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
key = ctypes.c_ulong(x11.XStringToKeysym(sys.argv[1].encode()))
code = x11.XKeysymToKeycode(display, key)
x11.XGrabKey(display, code, CONTROL_AND_SHIFT, root, 1, GRAB_MODE_ASYNC, GRAB_MODE_ASYNC)
x11.XSync(display, 0)
print("taken", flush=True)
sys.stdin.read()
