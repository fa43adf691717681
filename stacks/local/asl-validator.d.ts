/** The package ships no types; this is the part of it that is used. */
declare module "asl-validator" {
  export default function aslValidator(
    definition: unknown,
    options?: { checkArn?: boolean; checkPaths?: boolean },
  ): { isValid: boolean; errorsText: (separator?: string) => string };
}
