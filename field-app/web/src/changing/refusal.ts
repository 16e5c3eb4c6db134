// Why a free text or a form was refused, in the officer's words: an identity number is named as what it looks like.

import { asProblem, problemSentence } from "@ronda/web";
import { t, told } from "../words/words.ts";
import type { Text } from "../wire.ts";

export function refusalOf(caught: unknown): string {
  const problem = asProblem(caught);
  const like = problem.members.looks_like;
  if (like === "nik" || like === "phone" || like === "passport" || like === "plate") return t(`note.${like}`);
  const text = problem.members.text as Text | undefined;
  if (text && typeof text === "object" && typeof text.id === "string") return told(text);
  return problemSentence(problem.code);
}
