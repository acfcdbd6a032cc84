export { type ExportLimits, mountExport } from "./routes.js";
