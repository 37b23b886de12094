import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { httpHandler, serviceConnections, type Timeouts } from './aws/http-handler.js';
import type { Settings } from './cli/settings.js';
import { packageRoot } from './package-root.js';
import { EmbeddedHandler } from './store/embedded/handler.js';
import { serveInThread } from './store/embedded/place.js';
import { clock } from './surroundings.js';

/** The client of the ledger's table, and how it lets go of what it holds. */
export interface LedgerClient {
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

/** A thread needs a file of its own, so it runs the compiled one also where the sources are run. */
const thread = join(packageRoot, 'dist', 'controller', 'store', 'embedded', 'worker.js');

/** DynamoDB, or the same tables in a folder of this machine. */
export function ledgerClient(
  { ledger, region }: Pick<Settings, 'ledger' | 'region'>,
  around: {
    readonly region: () => string;
    readonly base: ReturnType<typeof fromNodeProviderChain>;
    readonly timeouts: Timeouts;
  },
): LedgerClient {
  if (ledger.kind === 'dynamodb') {
    const { base: credentials, timeouts } = around;
    const requestHandler = httpHandler(timeouts);
    const client = new DynamoDBClient({ region: around.region(), credentials, requestHandler });
    return { client, close: async () => client.destroy() };
  }
  const handler = new EmbeddedHandler(
    ledger.folder,
    serveInThread(thread),
    clock,
    serviceConnections(around.timeouts),
  );
  const client = new DynamoDBClient({
    // Where it is and who asks is the handler's business.
    region: region ?? 'us-east-1',
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    requestHandler: handler,
  });
  return { client, close: () => handler.close() };
}
