import { afterEach, vi } from 'vitest';
import { trafficControl } from '../../controller/aws/calls.js';
import { s3Clients } from '../../controller/aws/clients.js';
import type { Timeouts } from '../../controller/aws/http-handler.js';
import { readersOver } from '../../controller/aws/reader.js';
import { Regions } from '../../controller/aws/regions.js';
import { writersOver } from '../../controller/aws/writer.js';
import { type Answering, serve, type TestServer } from './http-server.js';
import { realClock } from './real-clock.js';

export const account = '111122223333';
export const bucket = { kind: 'bucket', partition: 'aws', account, name: 'ledger-bucket' } as const;
export const wholeAccount = { kind: 'account', partition: 'aws', account } as const;

export const shortTimeouts: Timeouts = { connectionMs: 1_000, requestMs: 300 };

/** Points the SDK's own lookup at an endpoint, as its environment would. */
export function pointSdkAt(endpoint: string | undefined): void {
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
}

const credentials = async () => ({ accessKeyId: `AKIA${account}root`, secretAccessKey: 'secret' });
export const clientSettings = (timeouts = shortTimeouts, credentialsOf = () => credentials) => ({
  version: '1.2.3',
  timeouts,
  credentialsOf,
});

/** Readers and writers as the controller builds them, on the clock of the machine. */
export function adapters(timeouts = shortTimeouts) {
  const traffic = trafficControl(realClock, () => 0.1, 5_000);
  const regions = new Regions('us-east-1', []);
  const settings = clientSettings(timeouts);
  const shared = { traffic, regions };
  const clients = s3Clients(settings, 'read');
  const parts = { ...shared, clients, partition: 'aws', homeRegion: 'us-east-1' };
  return {
    clients,
    parts,
    regions,
    readers: readersOver(parts),
    writers: writersOver({ ...shared, clients: s3Clients(settings, 'write') }),
  };
}

/** For a test file: adapters against a server that answers so, one at a time; it ends with its test. */
export function againstServers() {
  let server: TestServer | undefined;
  afterEach(async () => {
    vi.unstubAllEnvs();
    await server?.stop();
  });
  return async (answer: Answering, host = '127.0.0.1') => {
    const started = await serve(answer);
    server = started;
    pointSdkAt(`http://${host}:${started.port}`);
    return { server: started, ...adapters() };
  };
}
