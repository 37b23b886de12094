import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import type { CredentialSource } from './credentials.js';
import { keepAccountOutOfCustomHost, usePathStyleWhereCustom } from './custom-endpoint.js';
import { bucketHttpHandler, readOnlyHttpHandler, type Timeouts } from './http-handler.js';
import { userAgent } from './user-agent.js';

/** What every client of the controller is built from. */
export interface ClientSettings {
  /** The controller's version, for the user agent. */
  readonly version: string;
  readonly timeouts: Timeouts;
  /** Rejects with a TerminalError for an account that is not enrolled. */
  credentialsOf(account: string): CredentialSource;
}

/** One client per account and region, made on first use. */
export interface S3Clients {
  s3(account: string, region: string): S3Client;
  s3control(account: string, region: string): S3ControlClient;
  /** Closes all connections. */
  destroy(): void;
}

/** Makes a thing once per account and region. */
export function perPlace<T>(
  make: (account: string, region: string) => T,
): (account: string, region: string) => T {
  const made = new Map<string, T>();
  return (account, region) => {
    const place = `${account}/${region}`;
    const known = made.get(place);
    if (known !== undefined) return known;
    const fresh = make(account, region);
    made.set(place, fresh);
    return fresh;
  };
}

/**
 * The clients for S3 and S3 Control. They try once (trying again is {@link retry}'s business) and follow no redirect:
 * the region is found by whoever calls. Custom endpoints are found by the SDK itself.
 */
export function s3Clients(settings: ClientSettings, purpose: 'read' | 'write'): S3Clients {
  // The handler limits sockets per host, so one serves all regions.
  const requestHandler = (purpose === 'read' ? readOnlyHttpHandler : bucketHttpHandler)(settings.timeouts);
  const configuration = (account: string, region: string) => ({
    region,
    requestHandler,
    credentials: settings.credentialsOf(account),
    maxAttempts: 1,
    customUserAgent: userAgent(settings.version),
  });
  const s3 = perPlace((account, region) => {
    const client = new S3Client(configuration(account, region));
    usePathStyleWhereCustom(client);
    return client;
  });
  const s3control = perPlace((account, region) => {
    // The endpoint rules put the account into the host already; the prefix would only be added to be taken away again.
    const client = new S3ControlClient({ ...configuration(account, region), disableHostPrefix: true });
    keepAccountOutOfCustomHost(client);
    return client;
  });
  return { s3, s3control, destroy: () => requestHandler.destroy() };
}
