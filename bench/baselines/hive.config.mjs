// Each request stands for itself: neither identical requests of clients nor identical fetches are made one.
export const gatewayConfig = {
  inboundInflightRequestDeduplication: false,
  transportEntries: { "*.http": { options: { deduplicateInflightRequests: false } } },
};
