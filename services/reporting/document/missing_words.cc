#include "services/reporting/document/missing_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Missing;

struct Reasons {
  MissingWords not_applicable;
  MissingWords not_collected;
  MissingWords not_measurable;
  MissingWords undefined;
  MissingWords unspecified;
};

constexpr Reasons kGerman = {
    .not_applicable = {"trifft nicht zu", "trifft nicht zu: Hier kann es keinen Wert geben."},
    .not_collected = {"noch nicht erhoben",
                      "noch nicht erhoben: Dieser Wert wurde bis zum Stichtag nicht erhoben."},
    .not_measurable = {"nicht messbar",
                       "nicht messbar: Dieser Wert ließ sich nicht messen; der Grund ist "
                       "festgehalten."},
    .undefined = {"nicht definiert",
                  "nicht definiert: Dieser Wert lässt sich nicht berechnen, zum Beispiel ein "
                  "Anteil an nichts."},
    .unspecified = {"kein Wert", "kein Wert: Der Grund ist nicht bekannt."},
};

constexpr Reasons kEnglish = {
    .not_applicable = {"not applicable", "not applicable: There can be no value here."},
    .not_collected = {"not yet collected",
                      "not yet collected: This value was not collected until the day of the "
                      "report."},
    .not_measurable = {"not measurable",
                       "not measurable: This value could not be measured; the reason is on "
                       "record."},
    .undefined = {"undefined",
                  "undefined: This value cannot be computed, for example a share of nothing."},
    .unspecified = {"no value", "no value: The reason is not known."},
};

}  // namespace

const MissingWords& MissingWordsOf(Missing::Reason reason, Language language) {
  const Reasons& words = language == Language::kGerman ? kGerman : kEnglish;
  switch (reason) {
    case Missing::REASON_NOT_APPLICABLE:
      return words.not_applicable;
    case Missing::REASON_NOT_COLLECTED:
      return words.not_collected;
    case Missing::REASON_NOT_MEASURABLE:
      return words.not_measurable;
    case Missing::REASON_UNDEFINED:
      return words.undefined;
    default:
      return words.unspecified;
  }
}

}  // namespace lotse::reporting
