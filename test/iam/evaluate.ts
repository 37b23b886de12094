import { BlockList, isIPv4 } from 'node:net';

// An evaluator of requests that judges the product and shares no code with it: it reads policies by itself.
type Members = Readonly<Record<string, unknown>>;
const membersOf = (value: unknown): Members => Object(value);

/** Who calls, as IAM sees it. */
export interface Caller {
  readonly name: string;
  /** How a `Principal` may name it, kind by kind; everybody is named by `*` besides. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** What comes with every request of this caller. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export interface Request {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/**
 * Answers for each request whether the policy by itself lets it through: some Allow is about it and no Deny. What
 * does not depend on the context is worked out once for each caller, action and resource, and whether conditions hold
 * once for each caller and context.
 */
export function evaluatorOf(policy: unknown): (request: Request) => boolean {
  const statements = list(membersOf(policy)['Statement']).map(membersOf).map(prepared);
  const about = once((caller: Caller) =>
    once((action: string) =>
      once((resource: string) => statements.filter((one) => one.isAbout(caller, action, resource))),
    ),
  );
  return ({ caller, action, resource, context }) => {
    const some = about(caller)(action)(resource).filter(({ holds }) => holds(caller)(context));
    return some.some(({ effect }) => effect === 'Allow') && !some.some(({ effect }) => effect === 'Deny');
  };
}

function once<Key, Answer>(work: (key: Key) => Answer): (key: Key) => Answer {
  const known = new Map<Key, Answer>();
  return (key) => {
    const answer = known.get(key) ?? work(key);
    known.set(key, answer);
    return answer;
  };
}

function prepared(statement: Members) {
  const { Principal: named, NotPrincipal: spared, Condition: condition, Effect: effect } = statement;
  const isNamed = once((caller: Caller) =>
    spared === undefined ? names(named, caller) : !names(spared, caller),
  );
  const isAction = once((action: string) =>
    isMeant(statement, 'Action', action, (name) => name.toLowerCase()),
  );
  const isPlace = once((resource: string) => isMeant(statement, 'Resource', resource, (name) => name));
  const isAbout = (caller: Caller, action: string, resource: string): boolean =>
    isNamed(caller) && isAction(action) && isPlace(resource);
  const isMet = once((caller: Caller) =>
    once((context: Request['context']) => holds(membersOf(condition), { ...caller.keys, ...context })),
  );
  return { effect, isAbout, holds: isMet };
}

const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const texts = (value: unknown): readonly string[] => list(value).map(String);

function isMeant(statement: Members, element: string, text: string, fold: (name: string) => string): boolean {
  const isIn = (patterns: unknown): boolean =>
    texts(patterns).some((pattern) => like(fold(pattern), fold(text)));
  const spared = statement[`Not${element}`];
  return spared === undefined ? isIn(statement[element]) : !isIn(spared);
}

const names = (principal: unknown, caller: Caller): boolean =>
  principal === '*' ||
  Object.entries(membersOf(principal)).some(([kind, given]) =>
    texts(given).some((name) => (kind === 'AWS' && name === '*') || caller.names[kind]?.includes(name)),
  );

/** `*` for any text, `?` for any sign: sign by sign, with all positions of the pattern that are possible. */
function like(pattern: string, text: string): boolean {
  let row: boolean[] = [true];
  for (let p = 0; p < pattern.length; p += 1) row[p + 1] = pattern[p] === '*' && row[p] === true;
  for (const sign of text) {
    const next: boolean[] = [false];
    for (let p = 0; p < pattern.length; p += 1)
      next[p + 1] =
        pattern[p] === '*'
          ? next[p] === true || row[p + 1] === true
          : (pattern[p] === '?' || pattern[p] === sign) && row[p] === true;
    row = next;
  }
  return row[pattern.length] === true;
}

type Values = readonly string[] | undefined;

/** All lines must hold. */
const holds = (condition: Members, keys: Readonly<Record<string, readonly string[]>>): boolean =>
  Object.entries(condition).every(([operator, tests]) =>
    Object.entries(membersOf(tests)).every(([key, wanted]) =>
      holdsOne(operator, keys[key.toLowerCase()], texts(wanted)),
    ),
  );

function holdsOne(operator: string, found: Values, wanted: readonly string[]): boolean {
  if (operator === 'Null') return wanted.some((one) => (one === 'true') === (found === undefined));
  const isLenient = operator.endsWith('IfExists');
  const bare = operator.replace(/^For(?:AllValues|AnyValue):/, '').replace(/IfExists$/, '');
  if (found === undefined) return isLenient || operator.startsWith('ForAllValues:') || /Not/.test(bare);
  const isMatch = (value: string): boolean => {
    const hit = wanted.some((one) => compares(bare.replace('Not', ''), value, one));
    return /Not/.test(bare) ? !hit : hit;
  };
  return operator.startsWith('ForAllValues:') ? found.every(isMatch) : found.some(isMatch);
}

function compares(operator: string, value: string, wanted: string): boolean {
  switch (operator) {
    case 'StringEquals':
      return value === wanted;
    case 'StringEqualsIgnoreCase':
    case 'Bool':
      return value.toLowerCase() === wanted.toLowerCase();
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return like(wanted, value);
    case 'NumericLessThan':
      return Number(value) < Number(wanted);
    case 'IpAddress': {
      const [address = '', mask = '32'] = wanted.split('/');
      const range = new BlockList();
      if (!isIPv4(address)) return false;
      range.addSubnet(address, Number(mask), 'ipv4');
      return range.check(value, 'ipv4');
    }
    default:
      throw new Error(`The evaluator does not know ${operator}`);
  }
}
