import { contextBridge, ipcRenderer } from "electron";
import { createBridge } from "./create-bridge.ts";
import { forwardPorts } from "./forward-port.ts";

contextBridge.exposeInMainWorld("synapse", createBridge(ipcRenderer));
forwardPorts(ipcRenderer, window);
