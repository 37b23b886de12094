/** A refusal as S3 words it: code, status and what else its XML or headers carry. Not a fault of ours. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly details?: Readonly<Record<string, string>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.name = 'S3Error';
    this.status = status;
    this.code = code;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

/** 403: not allowed, for whatever reason; S3 says no more than that. */
export function accessDenied(message = 'Access Denied'): S3Error {
  return new S3Error(403, 'AccessDenied', message);
}

/** 400: the body is not the XML that this call takes. */
export function malformedXml(): S3Error {
  return new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

/** 400: one value is wrong. */
export function invalidArgument(message: string): S3Error {
  return new S3Error(400, 'InvalidArgument', message);
}

/** 400: the values are right, but not together, or not for this bucket. */
export function invalidRequest(message: string): S3Error {
  return new S3Error(400, 'InvalidRequest', message);
}

/** 409: another configuration of the bucket forbids it. */
export function invalidBucketState(message: string): S3Error {
  return new S3Error(409, 'InvalidBucketState', message);
}

/** 404: no bucket of that name anywhere. */
export function noSuchBucket(name: string): S3Error {
  return new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', {
    details: { BucketName: name },
  });
}

/** 501: not something that is here. */
export function notImplemented(): S3Error {
  return new S3Error(501, 'NotImplemented', 'The local S3 does not know this call.');
}
