import type { Json, JsonObject } from '../../domain/json.js';
import type { Desired, Observation } from '../../domain/observation.js';
import type { Escalation, Step } from '../../domain/plan.js';
import type { Reader } from '../../domain/ports.js';
import type { Target } from '../../domain/target.js';

/** What one read says; without `state` S3 answered that nothing is configured. */
export interface Reading<State> {
  readonly state?: State;
}

/** All that may decide how an aspect is written: plain data, gathered before. */
export interface Situation {
  readonly target: Target;
  /** What the baseline demands of this aspect; missing if only another aspect's repair needs it written. */
  readonly desired?: Desired;
  /** What is there now. */
  readonly actual: Settled;
  /** What was there before our repair began; other than `actual` only while a staged repair is unfinished. */
  readonly found: Settled;
  /** Everything that this look read, by aspect. */
  readonly seen: ReadonlyMap<string, Observation>;
  /** Everything that the baseline names, by aspect. */
  readonly wanted: ReadonlyMap<string, Desired>;
  /** The aspects that this plan repairs. */
  readonly repairs: ReadonlySet<string>;
  /** Aspects whose repair by us was cut short: what their drift may have hidden is still to be seen to. */
  readonly cutShort?: ReadonlySet<string>;
  /** What is remembered to have been good, if the aspect `remembers` and there is such a state. */
  readonly good?: Json;
  /** Whether an aspect may be made more open than it was found. */
  mayOpen(aspect: string): boolean;
}

/** An observation that may be the ground for a write. */
export type Settled<State = Json> = Extract<Observation<State>, { kind: 'observed' | 'absent' }>;

/** What the controller's role has to be allowed. */
interface Permissions {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * One configuration part of a target. Data and three functions, so that the schema of baselines, the event
 * mapping, the IAM policies and the contract tests all derive from the registry.
 */
export interface Aspect<Name extends string = string, State = unknown> {
  readonly name: Name;
  readonly scope: Target['kind'];
  /** CloudTrail names of the calls that may have changed it. */
  readonly events: readonly string[];
  /** The key that CloudTrail puts into `requestParameters` for such calls, whatever their name. */
  readonly marker?: string;
  readonly iam: Permissions;
  /** How it is on directory buckets (S3 Express One Zone); missing if those have no such setting. */
  readonly directory?: {
    readonly iam: Permissions;
    /** What no call can put right there, so that a human is called. */
    readonly escalates?: string;
    /** Why no call brings a directory bucket to what is declared, so that a human is called. */
    obstacle?(desired: State, live: State | undefined): string | undefined;
  };
  /** Aspects that a safe repair of this one has to have read in the same look. */
  readonly needs: readonly string[];
  /** Aspects that a repair of this one must be able to write too: they are asked for steps whenever this one is repaired. */
  readonly owns: readonly string[];
  /**
   * Aspects whose drift may have let something into this one that a read does not show. Where they are repaired and
   * the baseline names this one, it is asked for steps too, however clean it looks.
   */
  readonly hiddenBy?: readonly string[];
  /** Aspects that may let more in once this one is repaired: where they are repaired too, that comes first. */
  readonly uncovers?: readonly string[];
  readonly absence: {
    /** Errors by which S3 says that nothing is configured. */
    readonly codes: readonly string[];
    /** Whether a baseline may demand `absent`. */
    readonly declarable: boolean;
    /** How S3 behaves when nothing is configured, if that equals some value. */
    readonly means?: State;
  };
  /** JSON Schema (draft-07) of its value in a baseline; `default`s are filled in. */
  readonly schema: JsonObject;
  /** XML elements that may stand in S3's reply; an unknown one means that the SDK may have dropped something. */
  readonly elements: readonly string[];
  /** What no call can put right, so that a human is called; missing if every difference can be put back. */
  readonly escalates?: string;
  /** What keeps it from happening again, for reports; missing if nothing is known. */
  readonly prevention?: string;
  /** Reads, and only reads. Does not catch: S3's errors are told apart by the caller. */
  read(reader: Reader, target: Target): Promise<Reading<State>>;
  /** The form in which equivalent values are equal, for desired and live ones alike. */
  canonical(state: State, target: Target): Json;
  /** The part of the live value that a desired value of this aspect speaks about; all of it if missing. */
  owned?(desired: State, live: State): State;
  /**
   * Whether demanding one value is nowhere looser than demanding another: nothing more open, nothing less protected,
   * provably. Without it only equal values are known to be.
   */
  noLooser?(value: State, than: State): boolean;
  /**
   * In the place of `owned`, where desired values also speak about nothing being configured, or about what was good
   * before (`good` as in `Situation`): what the live value is under the desired one, in a form that equals it if and
   * only if nothing has to be done.
   */
  judged?(
    desired: State,
    live: State | undefined,
    target: Target,
    good: State | undefined,
  ): State | undefined;
  /**
   * Whether more of the live value than is declared has to come back when it is lost. Then the live value is
   * remembered once two looks, far enough apart, have found it as declared.
   */
  remembers?(desired: State): boolean;
  /** The calls that bring `actual` to `desired`. Sends nothing. */
  write(situation: Situation): readonly Step[] | Escalation;
  /** Why the value can never be reached or kept beside the other declared ones, and what to declare instead. */
  unreachable?(desired: State, wanted: ReadonlyMap<string, Desired>, target: Target): string | undefined;
}

/** Names the aspect's literal type without writing it twice. */
export const defineAspect = <Name extends string, State>(aspect: Aspect<Name, State>): Aspect<Name, State> =>
  aspect;
