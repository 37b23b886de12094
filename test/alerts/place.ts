import type { Target } from '../../controller/domain/target.js';
import { clientsOf } from '../local/gateway-clients.js';
import { account, foreigner, logBucket } from '../rig/fleet.js';
import type { Rig } from '../rig/rig.js';
import { asSent } from './data.js';
import type { Call, Scenario } from './scenario.js';
import { commandOf } from './sdk-words.js';

/** A scenario and where in the world it happens: a bucket, or a whole account, of its own. */
export interface Placed {
  readonly scenario: Scenario;
  readonly bucket: string;
  readonly account: string;
  readonly target: Target;
}

/** Gives each scenario its place. */
export function placed(scenarios: readonly Scenario[]): readonly Placed[] {
  return scenarios.map((scenario, place) => {
    const bucket = `alert-${scenario.alert}-${place}`;
    const owner = scenario.on === 'bucket' ? account : `2000000000${String(place).padStart(2, '0')}`;
    const common = { partition: 'aws', account: owner };
    const target: Target =
      scenario.on === 'bucket' ? { kind: 'bucket', ...common, name: bucket } : { kind: 'account', ...common };
    return { scenario, bucket, account: owner, target };
  });
}

/** Buckets of ours and of a stranger to which S3 can copy. */
export const copies = { copies: 'copies-own', foreignCopies: 'copies-foreign' } as const;

/** Writes a scenario's own names into what its file says. `${aws:...}` is S3's; any other unknown name throws. */
export function filled<Value>({ aws: { world } }: Pick<Rig, 'aws'>, place: Placed, value: Value): Value {
  const canonical = (id: string): string => world.accounts.get(id)?.canonicalId ?? '';
  const names: Readonly<Record<string, string>> = {
    bucket: place.bucket,
    account: place.account,
    region: 'us-east-1',
    partition: 'aws',
    logs: logBucket,
    ...copies,
    foreign: foreigner,
    ownerId: canonical(place.account),
    foreignId: canonical(foreigner),
  };
  const text = JSON.stringify(value).replaceAll(/\$\{(?!aws:)([^}]*)\}/g, (_, name: string) => {
    const found = names[name];
    if (found === undefined) throw new Error(`'${place.scenario.name}' speaks of an unknown ${name}`);
    return found;
  });
  return JSON.parse(text);
}

/** Makes a call in a scenario's place as somebody of its account; resolves to the reply and its request id. */
export async function send(
  rig: Rig,
  place: Placed,
  by: 'contractor' | 'root',
  call: Call,
): Promise<{ readonly reply: unknown; readonly requestId: string }> {
  // One actor each: several kinds of drift by one make a case, which is another scenario.
  const role = by === 'root' ? undefined : `contractor-${place.bucket}`;
  const clients = clientsFor(rig, place.account, role);
  const where = call.service === 's3' ? { Bucket: place.bucket } : { AccountId: place.account };
  const input = { ...where, ...asSent(filled(rig, place, call.input)) };
  const command = new (commandOf(call))(input);
  // Both SDKs' clients send what their own command classes make; the same `service` chose both.
  const client = clients[call.service] as typeof clients.s3;
  const { $metadata, ...reply } = await client.send(command);
  return { reply, requestId: $metadata.requestId ?? '' };
}

/** One set of clients for each who, so that connections are kept. */
const known = new WeakMap<Rig['aws'], Map<string, ReturnType<typeof clientsOf>>>();

function clientsFor({ aws }: Rig, account: string, role: string | undefined): ReturnType<typeof clientsOf> {
  const own = known.get(aws) ?? new Map<string, ReturnType<typeof clientsOf>>();
  known.set(aws, own);
  const who = `${account} ${role}`;
  const found = own.get(who) ?? clientsOf(aws.endpoint, aws.credentialsFor(account, role));
  own.set(who, found);
  return found;
}
