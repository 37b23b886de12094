import type { Account, LocalRequest, LocalResponse, World } from '../world.js';
import type { Answer, Call } from './call.js';
import { S3Error } from './error.js';
import { refuseByFault } from './fault.js';
import { refuse, reply } from './reply.js';

/** What S3 and S3 Control do alike with a request whose operation is known. */
export interface Served {
  readonly name: string;
  readonly eventName: string;
  readonly readOnly: boolean;
  readonly dialect: 's3' | 's3-control';
  readonly account: Account;
  readonly bucketName: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  run(call: Call): Answer;
}

/**
 * Runs one call between the faults that may hit it: a call that hangs has no effect and no record, one whose
 * reply is lost has both.
 */
export async function serve(world: World, request: LocalRequest, served: Served): Promise<LocalResponse> {
  const { account, bucketName } = served;
  const named = bucketName === '' ? {} : { bucket: bucketName };
  const fault = world.faultFor({
    account: account.id,
    operation: served.name,
    principal: request.principal,
    ...named,
  });
  if (fault?.kind === 'hanging') return { status: 0, headers: {}, body: '', transport: 'never' };
  if (fault?.kind === 'slow') await world.sleep(fault.ms);
  const call: Call = { world, request, account, bucketName, stale: fault?.kind === 'stale' };
  const outcome = attempt(() => {
    refuseByFault(fault);
    return served.run(call);
  });
  world.record({
    requestId: request.id,
    at: world.now(),
    operation: served.name,
    eventName: served.eventName,
    readOnly: served.readOnly,
    principal: request.principal,
    region: request.region,
    sourceIp: request.sourceIp,
    userAgent: request.headers['user-agent'] ?? '',
    account: account.id,
    ...named,
    requestParameters: served.requestParameters,
    ...(outcome instanceof S3Error ? { errorCode: outcome.code, errorMessage: outcome.message } : {}),
  });
  const response =
    outcome instanceof S3Error ? refuse(request, outcome, served.dialect) : reply(request, outcome);
  return fault?.kind === 'replyLost' ? { ...response, transport: 'destroy' } : response;
}

function attempt(run: () => Answer): Answer | S3Error {
  try {
    return run();
  } catch (error) {
    if (error instanceof S3Error) return error;
    throw error;
  }
}
