// As Hive's own benchmarks have it: identical requests of clients are answered once, and so are identical fetches.
export const gatewayConfig = {
  inboundInflightRequestDeduplication: true,
};
