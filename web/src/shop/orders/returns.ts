/** What of an order goes back: which units may, and how a return and its photos are sent. */

import { problemOf } from "../../shared/problem";
import { call, type Order, type Return } from "../calls";

export const MOST_PHOTOS = 10;
export const PHOTO_TYPES = ["image/jpeg", "image/png", "image/webp"] as const;
export const MOST_BYTES = 5 * 1024 * 1024;
const LONGEST_SIDE = 2000;
const UPLOAD_SECONDS = 60;

type PhotoType = (typeof PHOTO_TYPES)[number];

/** Units by line that were handed over and are not spoken for by a return: none of those that are on their way, or back. */
export function returnable(order: Order, returns: readonly Return[]): Map<string, number> {
  const spoken = new Map<string, number>();
  for (const one of returns.filter(({ status }) => status !== "REJECTED")) {
    for (const { line_id, quantity, accepted } of one.lines) {
      spoken.set(line_id, (spoken.get(line_id) ?? 0) + (accepted ?? quantity));
    }
  }
  const left = order.lines.map(
    (line) => [line.line_id, line.delivered - (spoken.get(line.line_id) ?? 0)] as const,
  );
  return new Map(left.filter(([, units]) => units > 0));
}

export async function readReturns(orderId: string): Promise<Return[]> {
  return (await call("get", "/orders/{order_id}/returns", { path: { order_id: orderId } })).body.returns;
}

/** Announces a return. `key`: the same for every repeat of the same wish. */
export async function sendReturn(
  orderId: string,
  key: string,
  reason: string,
  units: Map<string, number>,
): Promise<Return> {
  const lines = [...units]
    .filter(([, quantity]) => quantity > 0)
    .map(([line_id, quantity]) => ({ line_id, quantity }));
  const asking = { path: { order_id: orderId }, key, body: { reason, lines } };
  return (await call("post", "/orders/{order_id}/returns", asking)).body;
}

/** Sends one photo for a return: asks for a form, then posts it to where the form says. Rejects as calls do. */
export async function sendPhoto(of: Return, photo: Blob): Promise<void> {
  const path = { order_id: of.order_id, return_id: of.return_id };
  const body = { content_type: photo.type as PhotoType };
  const { url, fields } = (
    await call("post", "/orders/{order_id}/returns/{return_id}/photos", { path, body })
  ).body;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", photo);
  const answer = await fetch(url, {
    method: "POST",
    body: form,
    signal: AbortSignal.timeout(UPLOAD_SECONDS * 1000),
  });
  if (!answer.ok) throw new Error(`The photo was not taken: ${answer.status}`);
}

/** Whether no more photos can be sent for it: the shop said so. */
export function noMorePhotos(error: unknown): boolean {
  const name = problemOf(error)?.name;
  return name === "already-inspected" || name === "too-many-photos";
}

/** A picture as it can be sent: of a type that the shop takes, not too large. Rejects where it is no picture. */
export async function prepared(file: File): Promise<Blob> {
  const taken = PHOTO_TYPES.some((type) => type === file.type);
  if (taken && file.size <= MOST_BYTES) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob)),
      "image/jpeg",
      0.85,
    );
  });
}
