/** What somebody is to pay, as a provider is told. */
export interface WantedPayment {
  /** Ours; asking twice with the same one begins one payment. */
  readonly reference: string;
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly description: string;
  /** Where whoever pays comes back to. */
  readonly returnUrl: string;
  /** Where the provider says how it went. */
  readonly callbackUrl: string;
}

export interface StartedPayment {
  readonly providerReference: string;
  /** Where it is paid. */
  readonly payUrl: string;
}

export type ProviderStatus = "PENDING" | "PAID" | "FAILED" | "CANCELLED" | "EXPIRED";

/** How a payment stands, as the provider says: in its callbacks, and when it is asked. */
export interface ProviderPayment {
  readonly reference: string;
  readonly status: ProviderStatus;
  readonly amountMinor: number;
  readonly currency: string;
}

/** Whoever takes the money. Every call rejects where the provider can't be reached. */
export interface PaymentProvider {
  start(payment: WantedPayment): Promise<StartedPayment>;
  /** @returns `null` where it knows no such payment */
  look(reference: string): Promise<ProviderPayment | null>;
  /** Reads a callback; `null` where it is forged, altered or too old to be believed. @param body as it came */
  readCallback(headers: Readonly<Record<string, unknown>>, body: Buffer, now: number): ProviderPayment | null;
}
