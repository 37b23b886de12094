import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parseDocument } from 'yaml';
import { dataSchema } from './data-schema.js';
import { type Alert, type Call, isElsewhere, type Look, type Scenario, type SdkCall } from './scenario.js';
import { unknownWords } from './sdk-words.js';

interface Data {
  readonly alert: number | string;
  readonly name: string;
  readonly events: readonly string[];
  readonly baseline?: Scenario['baseline'];
  readonly own?: string;
  readonly drifts: readonly (Written &
    Pick<Scenario, 'incidents' | 'writes'> & { readonly traceless?: true })[];
  readonly benign: readonly Written[];
}

interface Written {
  readonly it: string;
  readonly on?: 'bucket' | 'account';
  readonly baseline?: Scenario['baseline'];
  readonly state?: readonly WrittenCall[];
  readonly by?: Scenario['by'];
  readonly change: readonly WrittenCall[];
  readonly refused?: string;
  readonly permits?: readonly string[];
  readonly end?: readonly {
    readonly read: string;
    readonly with?: Call['input'];
    readonly gives?: unknown;
    readonly fails?: string;
  }[];
}

type WrittenCall = Readonly<Record<string, Call['input']>>;

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
const isData = ajv.compile<Data>(dataSchema);

/** An alert from the text of its file. Throws for whatever is not just as it has to be. */
export function alertFrom(file: string, text: string): Alert {
  const document = parseDocument(text, { uniqueKeys: true });
  for (const problem of [...document.errors, ...document.warnings])
    throw new Error(`${file}: ${problem.message}`);
  const data: unknown = document.toJS();
  if (!isData(data)) throw new Error(`${file}: ${ajv.errorsText(isData.errors, { dataVar: '' })}`);
  const scenarioOf = (kind: Scenario['kind'], one: Written): Scenario => {
    const { own } = data;
    const baseline = one.baseline ?? data.baseline ?? (own === undefined ? undefined : 'none');
    if (baseline === undefined) throw new Error(`${file}: '${one.it}' has no baseline`);
    const { on = own === undefined ? 'bucket' : 'account', by = 'contractor', permits = [] } = one;
    const change = one.change.map((call) => callOf(file, call));
    // What Snapback rests on has no state in S3.
    if ((own !== undefined) !== change.every(isElsewhere) || (own === undefined) !== (one.end !== undefined))
      throw new Error(`${file}: '${one.it}' has an end state just if it is S3 that is changed`);
    return {
      ...{ alert: data.alert, name: one.it, kind, on, by, baseline, permits, events: data.events, change },
      ...(own === undefined ? {} : { own }),
      isTraceless: false,
      ...(one.refused === undefined ? {} : { refused: one.refused }),
      state: (one.state ?? []).map((call) => sdkCallOf(file, call)),
      end: (one.end ?? []).map((look) => lookOf(file, look)),
      incidents: [],
      writes: [],
    };
  };
  const scenarios = [
    ...data.drifts.map((one) => {
      const { incidents, writes, traceless: isTraceless = false } = one;
      if (incidents.some(({ outcome }) => outcome === 'reverted') !== writes.length > 0)
        throw new Error(`${file}: '${one.it}' writes just if it reverts`);
      return { ...scenarioOf('drift', one), isTraceless, incidents, writes };
    }),
    ...data.benign.map((one) => scenarioOf('benign', one)),
  ];
  return { alert: data.alert, name: data.name, scenarios };
}

function callOf(file: string, written: WrittenCall): Call {
  const [[name, input] = ['', {}]] = Object.entries(written);
  const [operation = '', service = 's3'] = name.split(':').reverse();
  const call = { service, operation, input } as Call;
  if (isElsewhere(call)) return call;
  const unknown = unknownWords({ ...call, input: asSent(input) });
  if (unknown.length > 0) throw new Error(`${file}: the SDK does not know ${unknown.join(', ')}`);
  return call;
}

function sdkCallOf(file: string, written: WrittenCall): SdkCall {
  const call = callOf(file, written);
  if (isElsewhere(call)) throw new Error(`${file}: ${call.operation} is not S3's`);
  return call;
}

function lookOf(file: string, written: NonNullable<Written['end']>[number]): Look {
  const { read, with: input = {}, gives: reply, fails } = written;
  return {
    call: sdkCallOf(file, { [read]: input }),
    sees: fails === undefined ? { reply } : { refusal: fails },
  };
}

/** A policy is written as YAML here, and sent as a text. */
export const asSent = ({ Policy, ...input }: Call['input']): Call['input'] =>
  Policy === undefined ? input : { ...input, Policy: JSON.stringify(Policy) };

/** Every alert of `data/`, by the names of the files. */
export function allAlerts(): readonly Alert[] {
  const folder = new URL('data/', import.meta.url);
  return readdirSync(folder)
    .sort()
    .map((file) => alertFrom(file, readFileSync(new URL(file, folder), 'utf8')));
}
