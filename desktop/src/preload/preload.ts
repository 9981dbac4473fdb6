import { contextBridge, ipcRenderer } from "electron";
import { createBridge } from "../ipc/index.ts";

contextBridge.exposeInMainWorld("synapse", createBridge(ipcRenderer));
