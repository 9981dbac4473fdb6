"""Serves a fake logind and a fake GNOME session manager on the bus of the first argument.

Reads `sleep` and `resume` from the standard input, and sends logind's signal of each. The mocks
write a line for each call that they get.
"""

import os
import sys

import dbus
import dbus.mainloop.glib
import dbusmock
from gi.repository import GLib

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(sys.argv[1])
names = []


def serve(name, path, interface):
    names.append(dbus.service.BusName(name, bus, do_not_queue=True))
    return dbusmock.mockobject.DBusMockObject(names[-1], path, interface, {})


logind = serve("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
logind.AddTemplate("logind", {})
session = serve("org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager")
session.AddMethod("", "Inhibit", "susu", "u", "ret = 7")
session.AddMethod("", "Uninhibit", "u", "", "")


def on_command(_source, _condition):
    commands = os.read(sys.stdin.fileno(), 4096).decode().split()
    if not commands:
        loop.quit()
        return False
    for command in commands:
        logind.EmitSignal("", "PrepareForSleep", "b", [dbus.Boolean(command == "sleep")])
    return True


loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_command)
print("ready", flush=True)
loop.run()
