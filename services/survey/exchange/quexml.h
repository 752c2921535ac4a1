#pragma once

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/import_result.h"

namespace lotse::survey {

// Largest file that is read, in bytes. Source: instrument_service.proto.
inline constexpr std::size_t kMaxQuexmlBytes = 2u << 20;

// Reads queXML as LimeSurvey writes it. `language` is the BCP 47 tag that all
// texts get. INVALID_ARGUMENT with what would be right, and the line where there
// is one, if `xml` is not well-formed, not queXML, larger than kMaxQuexmlBytes,
// has more sections or questions than a questionnaire may have, or would become
// larger than kMaxInstrumentBytes.
//
// How queXML is mapped:
// * one `response` with `fixed` is a SINGLE_CHOICE; with `subQuestion` before
//   it, a MATRIX with one item each;
// * only `response` elements with one category of the value `Y` each are the
//   boxes of one MULTIPLE_CHOICE; its codes follow SplitChoiceNames;
// * `free` is an INTEGER or TEXT by its format; with `subQuestion` before it,
//   one question per `subQuestion`;
// * several other responses to one text become a question each;
// * a `contingentQuestion` is a TEXT of its own behind its question;
// * values of categories are the option codes, character by character;
// * texts lose their HTML (ToPlainText).
// Whatever else the file holds is named in a WARNING with its line.
absl::StatusOr<ImportResult> ReadQuexml(absl::string_view xml, absl::string_view language);

}  // namespace lotse::survey
