export type { FormDefinitionRow, FormInstanceRow } from "../../drizzle/forms/tables.js";
export { createDirectoryFileStore } from "./attachments/directory-store.js";
export type { FileStore } from "./attachments/file-store.js";
export { createS3FileStore, type S3Settings } from "./attachments/s3-store.js";
export type { FormsConfig } from "./config.js";
export { checkDefinition } from "./definitions/check.js";
export type { DefinitionProblem } from "./definitions/report.js";
export { formsErrors } from "./errors.js";
export type { FormsPartsConfig } from "./parts.js";
export {
  createHttpPaymentProvider,
  isPaymentSignature,
  paymentSignature,
  SIGNATURE_HEADER,
} from "./payment/http-provider.js";
export type { PaymentProvider } from "./payment/provider.js";
export { type FormsSeed, seedForms } from "./seed.js";
export {
  type CheckedSignature,
  readSignedReceipt,
  readSigningKeys,
  verifyReceipt,
} from "./signing/verify.js";
export { type InstancesReport, importInstances } from "./storage/import.js";
export { FormsStore } from "./store.js";
export { buildFormsSubgraph, openFormsRoom } from "./subgraph.js";
