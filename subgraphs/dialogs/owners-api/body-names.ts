/** `ServiceResource` as `serviceResource`. */
export const camelCased = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);

/**
 * A body with every property's name in camel case: Dialogporten reads names in whatever case, and .NET's clients write
 * them with a capital where nobody told them otherwise.
 */
export const withCamelCaseNames = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map(withCamelCaseNames);
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [camelCased(name), withCamelCaseNames(value)]),
  );
};
