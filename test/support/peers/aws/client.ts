/** Options of an SDK client that speaks to a peer, one attempt a call unless told otherwise. */
export function clientOf(peer: { endpoint: string }, maxAttempts = 1) {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return { endpoint: peer.endpoint, region: "us-east-1", credentials, maxAttempts };
}
