export { addressOf, mountCalendar } from "./routes.js";
