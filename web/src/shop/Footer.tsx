import { choose, LANGUAGES, type Language, spoken } from "../shared/words";
import { t } from "./words";

const NAMES: Record<Language, string> = { en: "English", it: "Italiano" };

export function Footer() {
  return (
    <footer class="bottom">
      <p class="muted small">{t("bottom.line")}</p>
      <fieldset class="languages">
        <legend class="unseen">{t("bottom.language")}</legend>
        {LANGUAGES.map((language) => (
          <button
            type="button"
            class="link"
            key={language}
            lang={language}
            aria-pressed={language === spoken()}
            onClick={() => choose(language)}
          >
            {NAMES[language]}
          </button>
        ))}
      </fieldset>
    </footer>
  );
}
