/** The storefront's way to log in and out. */

import { ACCOUNT } from "../../shared/account";
import { forget } from "../../shared/kept";
import { type Face, goToLogin, signOut } from "../../shared/login";

export const SHOP: Face = { session: "session", page: "/signed-in", home: "/" };

export const logIn = (): Promise<void> => goToLogin(SHOP, location.pathname);

export const leave = (everywhere: boolean): Promise<void> => signOut(SHOP, everywhere, () => forget(ACCOUNT));
