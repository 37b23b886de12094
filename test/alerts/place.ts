import type { Target } from '../../controller/domain/target.js';
import { clientsOf } from '../local/gateway-clients.js';
import { account, foreigner, logBucket } from '../rig/fleet.js';
import type { Rig } from '../rig/rig.js';
import { asSent } from './data.js';
import type { Scenario, SdkCall } from './scenario.js';
import { commandOf } from './sdk-words.js';

/** How a scenario is played: with its event, with the event lost, or as the benign twin. */
export type Way = 'event' | 'lost' | 'benign';

/** A scenario, how it is played, and where in the world: in a bucket, or a whole account, of its own. */
export interface Placed {
  readonly scenario: Scenario;
  readonly way: Way;
  readonly bucket: string;
  readonly account: string;
  readonly target: Target;
}

const waysOf = (scenario: Scenario): readonly Way[] =>
  scenario.kind === 'benign' ? ['benign'] : scenario.isTraceless ? ['event'] : ['event', 'lost'];

/** Gives each scenario its place, for each way in which it is played. */
export function placed(scenarios: readonly Scenario[]): readonly Placed[] {
  const plays = scenarios.flatMap((scenario) => waysOf(scenario).map((way) => ({ scenario, way })));
  return plays.map(({ scenario, way }, place) => {
    const bucket = `alert-${scenario.alert}-${way}-${place}`;
    const owner = scenario.on === 'bucket' ? account : `200000000${String(place).padStart(3, '0')}`;
    const common = { partition: 'aws', account: owner };
    const target: Target =
      scenario.on === 'bucket' ? { kind: 'bucket', ...common, name: bucket } : { kind: 'account', ...common };
    return { scenario, way, bucket, account: owner, target };
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

/** The role of whoever changes something in a place: one each, since several kinds of drift by one make a case. */
export const contractorOf = ({ bucket }: Placed): string => `contractor-${bucket}`;

/** Makes a call in a scenario's place as somebody of its account; resolves to the reply and its request id. */
export async function send(
  rig: Rig,
  place: Placed,
  by: 'contractor' | 'root',
  call: SdkCall,
): Promise<{ readonly reply: unknown; readonly requestId: string }> {
  const clients = clientsFor(rig, place.account, by === 'root' ? undefined : contractorOf(place));
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

/** Clients of an account's root user, or of a role in it. */
export function clientsFor({ aws }: Rig, account: string, role?: string): ReturnType<typeof clientsOf> {
  const own = known.get(aws) ?? new Map<string, ReturnType<typeof clientsOf>>();
  known.set(aws, own);
  const who = `${account} ${role}`;
  const found = own.get(who) ?? clientsOf(aws.endpoint, aws.credentialsFor(account, role));
  own.set(who, found);
  return found;
}
