#include "services/survey/qualitative/rules/coding_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::survey::qualitative {

using rpc::FieldViolations;
using v1alpha::Coding;
using v1alpha::Study;

void CheckRange(absl::string_view field, const v1alpha::TextRange& range, const TextFacts& text,
                FieldViolations* violations) {
  const std::string begin = absl::StrCat(field, ".begin"), end = absl::StrCat(field, ".end");
  if (range.begin() < 0) {
    violations->push_back({begin, "before the text; give a position from 0"});
  } else if (range.end() <= range.begin()) {
    violations->push_back({end, "not behind `begin`; give a part with at least one code point"});
  } else if (range.end() > text.code_points) {
    violations->push_back({end, absl::StrCat("beyond the text; give at most ", text.code_points,
                                             ", counted in code points")});
  } else if (text.cuts_sign(range.begin())) {
    violations->push_back({begin, "inside a sign of several code points; begin before it"});
  } else if (text.cuts_sign(range.end())) {
    violations->push_back({end, "inside a sign of several code points; end behind it"});
  }
}

FieldViolations CheckCoding(const Study& study, const Coding& coding, const TextFacts& text,
                            const v1alpha::StudyCode* code) {
  FieldViolations violations;
  CheckRange("coding.range", coding.range(), text, &violations);
  if (code == nullptr) {
    violations.push_back({"coding.code", "not a code of the study; give the name of one"});
  } else if (code->retired()) {
    violations.push_back({"coding.code", "retired; give a code that is in use"});
  } else if (!code->codable()) {
    violations.push_back({"coding.code", "only groups other codes; give one below it"});
  }
  const auto& coders = study.coders();
  const auto coder = std::find_if(coders.begin(), coders.end(), [&](const auto& each) {
    return each.coder_id() == coding.coder();
  });
  if (coder == coders.end()) {
    violations.push_back({"coding.coder", "not a coder of the study; give the id of one"});
  } else if (coder->retired()) {
    violations.push_back({"coding.coder", "codes no more; give a coder who does"});
  }
  return violations;
}

absl::Status CheckTextRevision(const Coding& coding, const TextFacts& text) {
  if (coding.text_revision() == text.revision) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                    absl::StrCat(coding.text(), " is at revision ", text.revision,
                                 "; read it again and decide again"),
                    {{"resource", coding.text()}});
}

bool MaySeeCodingsOf(const Study& study, absl::string_view reader, absl::string_view coder) {
  return !study.blind() || reader == coder;
}

}  // namespace lotse::survey::qualitative
