/**
 * The state of the local AWS and the hooks between its parts: plain data, no behaviour. S3's handlers read
 * and write it, the event bus and the oracle listen to it, tests look at it.
 */

/** Who signed a request, as the access key id says. Signatures are not verified. */
export interface Principal {
  readonly account: string;
  readonly kind: 'user' | 'role' | 'root' | 'service';
  /** User name, role name, or service host name. */
  readonly name: string;
  readonly session?: string;
  readonly arn: string;
}

/** One HTTP request, already read whole and attributed. Header names are lower case. */
export interface LocalRequest {
  readonly id: string;
  readonly method: string;
  /** Path, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly principal: Principal;
  /** Region of the SigV4 credential scope. */
  readonly region: string;
  readonly sourceIp: string;
}

/** What to answer. `destroy` closes the socket without a reply; `never` leaves it hanging. */
export interface LocalResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly transport?: 'destroy' | 'never';
}

/** What S3 stores about one bucket. A document that is missing from `documents` was never set. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: Date;
  /** Keyed by subresource as in the query string: `encryption`, `publicAccessBlock`, `policy`, `acl`, ... */
  readonly documents: Map<string, unknown>;
  /** What each document was before its last write, for stale reads. */
  readonly previous: Map<string, unknown>;
}

/** One account: its canonical id and the settings that S3 keeps per account. */
export interface Account {
  readonly id: string;
  readonly canonicalId: string;
  readonly documents: Map<string, unknown>;
  readonly previous: Map<string, unknown>;
}

/** One S3 or S3 Control call as it ended; part of what CloudTrail would tell about it. */
export interface RecordedCall {
  readonly requestId: string;
  readonly at: Date;
  /** API name, such as `PutPublicAccessBlock` (CloudTrail's own name is in `eventName`). */
  readonly operation: string;
  readonly eventName: string;
  readonly readOnly: boolean;
  readonly principal: Principal;
  readonly region: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly account: string;
  readonly bucket?: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** What goes wrong with one request; `stale` serves the document as it was before its last write. */
export type Fault =
  | { readonly kind: 'denied' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'error5xx' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'hanging' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'stale' }
  | { readonly kind: 'replyLost' };

/** The part of a request that a fault rule can be about. */
export interface FaultQuestion {
  readonly account: string;
  readonly operation: string;
  readonly bucket?: string;
  readonly principal: Principal;
}

/** Everything that the parts of the local AWS share. */
export interface World {
  readonly partition: string;
  readonly accounts: Map<string, Account>;
  readonly buckets: Map<string, Bucket>;
  now(): Date;
  /** A number in [0, 1) from the seed. */
  random(): number;
  sleep(ms: number): Promise<void>;
  /** The fault that hits this request, if any; asking counts one use of the rule. */
  faultFor(question: FaultQuestion): Fault | undefined;
  /** Told once for every S3 and S3 Control call, after its effect and before its reply. */
  record(call: RecordedCall): void;
}

/** The signature that S3's part offers and the gateway calls. */
export type Handler = (world: World, request: LocalRequest) => Promise<LocalResponse>;
