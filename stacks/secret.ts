/** Set each once a stage: `npx sst secret set SigningSecret "$(openssl rand -hex 32)"`. */
export const secret = {
  signing: new sst.Secret("SigningSecret"),
};
