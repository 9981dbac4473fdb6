import { contextBridge, ipcRenderer } from "electron";
import { createBridge } from "../bridge/index.ts";

contextBridge.exposeInMainWorld("synapse", createBridge(ipcRenderer));
