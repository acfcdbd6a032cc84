import { type FormEvent, useRef, useSyncExternalStore } from "react";
import type { SignInConfig } from "./config.js";
import { Menu } from "./menu.js";
import type { Session } from "./session.js";

export interface SignInProps {
  readonly signIn: SignInConfig | null;
  readonly session: Session;
}

/** Who is signed in, and the way to change it: a picker of personas, or a field for a token where there are none. */
export const SignIn = ({ signIn, session }: SignInProps) => {
  const { signedIn, isBusy } = useSyncExternalStore(session.subscribe, session.state);
  const who = useRef<HTMLParagraphElement>(null);
  const signOut = () => {
    session.signOut();
    // The button goes away: without this the keyboard would be back at the top of the page.
    who.current?.focus();
  };
  const persona = signIn?.personas.find(({ name }) => name === signedIn?.persona);
  const choices = (signIn?.personas ?? []).map(({ name, label, description }) => ({
    label,
    description,
    isCurrent: name === signedIn?.persona,
    choose: () => session.signInAs(name),
  }));
  return (
    <div className="bar-group">
      <p className="bar-who" role="status" tabIndex={-1} ref={who}>
        {isBusy && "Signing in…"}
        {!isBusy && signedIn === null && "Not signed in"}
        {!isBusy && signedIn !== null && (
          <>
            Signed in {persona ? "as" : "with"} <strong>{persona?.label ?? "a pasted token"}</strong>
          </>
        )}
      </p>
      {signIn !== null && (
        <Menu label={signIn.label} choices={choices} align="end" isPrimary={signedIn === null} />
      )}
      {signIn === null && signedIn === null && <TokenField session={session} />}
      {signedIn !== null && (
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      )}
    </div>
  );
};

const TokenField = ({ session }: { readonly session: Session }) => {
  const useToken = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = new FormData(event.currentTarget).get("token");
    if (typeof token === "string" && token.trim() !== "") session.signInWith(token);
  };
  return (
    <form className="bar-group" onSubmit={useToken}>
      <label>
        Token <input name="token" type="password" autoComplete="off" spellCheck={false} />
      </label>
      <button type="submit" className="bar-primary">
        Use token
      </button>
    </form>
  );
};
