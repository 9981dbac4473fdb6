"""Serves a fake logind and a fake GNOME session manager on the bus of the first argument.

With a second argument `tray`, serves the watcher of a tray instead.

Reads `sleep`, `resume` and `shutdown` from the standard input, and sends logind's signal of each.
The mocks write a line for each call that they get. Ends with the standard input.
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


def serve(name, path, interface, properties={}):
    names.append(dbus.service.BusName(name, bus, do_not_queue=True))
    return dbusmock.mockobject.DBusMockObject(names[-1], path, interface, properties)


if "tray" in sys.argv[2:]:
    name = "org.kde.StatusNotifierWatcher"
    tray = serve(name, "/StatusNotifierWatcher", name, {"IsStatusNotifierHostRegistered": True})
    tray.AddMethod("", "RegisterStatusNotifierItem", "s", "", "")
else:
    name = "org.freedesktop.login1"
    logind = serve(name, "/org/freedesktop/login1", f"{name}.Manager")
    logind.AddTemplate("logind", {})
    name = "org.gnome.SessionManager"
    session = serve(name, "/org/gnome/SessionManager", name)
    session.cookie = 0
    session.AddMethod("", "Inhibit", "susu", "u", "self.cookie += 1; ret = self.cookie")
    session.AddMethod("", "Uninhibit", "u", "", "")

signals = {
    "sleep": ("PrepareForSleep", True),
    "resume": ("PrepareForSleep", False),
    "shutdown": ("PrepareForShutdown", True),
}


def on_command(_source, _condition):
    commands = os.read(sys.stdin.fileno(), 4096).decode().split()
    if not commands:
        loop.quit()
        return False
    for command in commands:
        signal, value = signals[command]
        logind.EmitSignal("", signal, "b", [dbus.Boolean(value)])
    return True


loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_command)
print("ready", flush=True)
loop.run()
