/** What a SigV4 signature says about itself: whose key, which region, which service. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/**
 * Reads the credential scope from the Authorization header, or from the query of a presigned URL.
 * Undefined when the request is not signed with SigV4. Source: IAM User Guide, "Elements of an AWS API request signature".
 */
export function credentialScope(
  authorization: string | undefined,
  query: URLSearchParams,
): CredentialScope | undefined {
  const credential = /Credential=([^,\s]+)/.exec(authorization ?? '')?.[1] ?? query.get('X-Amz-Credential');
  const [terminator, service, region, , ...key] = (credential ?? '').split('/').reverse();
  const accessKeyId = key.reverse().join('/');
  if (terminator !== 'aws4_request' || service === undefined || region === undefined || accessKeyId === '')
    return undefined;
  return { accessKeyId, region, service };
}
