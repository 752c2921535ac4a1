#include "services/survey/qualitative/rules/coding_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::survey::qualitative {

using rpc::FieldViolations;
using v1alpha::Study;
using v1alpha::StudyCoder;

namespace {

const StudyCoder* FindCoder(const Study& study, absl::string_view coder_id) {
  const auto& coders = study.coders();
  const auto coder = std::find_if(coders.begin(), coders.end(), [&](const StudyCoder& each) {
    return each.coder_id() == coder_id;
  });
  return coder == coders.end() ? nullptr : &*coder;
}

// Also one who is retired.
const StudyCoder* FindSubject(const Study& study, absl::string_view subject) {
  const auto& coders = study.coders();
  const auto coder = std::find_if(coders.begin(), coders.end(), [&](const StudyCoder& each) {
    return each.subject() == subject;
  });
  return coder == coders.end() ? nullptr : &*coder;
}

}  // namespace

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

const StudyCoder* CoderOf(const Study& study, absl::string_view subject) {
  const StudyCoder* const coder = FindSubject(study, subject);
  return coder == nullptr || coder->retired() ? nullptr : coder;
}

void CheckCoder(absl::string_view field, const Study& study, absl::string_view coder,
                absl::string_view subject, FieldViolations* violations) {
  const StudyCoder* const found = FindCoder(study, coder);
  // Whose it is stays in here: it may be a name.
  const char* wrong = nullptr;
  if (found == nullptr) {
    wrong = "not a coder of the study; give the id of one";
  } else if (found->retired()) {
    wrong = "codes no more; give a coder who does";
  } else if (found->subject() != subject) {
    wrong = "somebody else; give the coder as whom you code";
  }
  if (wrong != nullptr) violations->push_back({std::string(field), wrong});
}

FieldViolations CheckCoding(const Study& study, const v1alpha::Coding& coding,
                            const TextFacts& text, const Code* code, absl::string_view subject) {
  FieldViolations violations;
  CheckRange("coding.range", coding.range(), text, &violations);
  if (code == nullptr) {
    violations.push_back({"coding.code", "not a code of the study; give the name of one"});
  } else if (code->retired) {
    violations.push_back({"coding.code", "retired; give a code that is in use"});
  } else if (!code->codable) {
    violations.push_back({"coding.code", "only groups other codes; give one below it"});
  }
  CheckCoder("coding.coder", study, coding.coder(), subject, &violations);
  return violations;
}

absl::Status CheckTextRevision(const v1alpha::Coding& coding, const TextFacts& text) {
  if (coding.text_revision() == text.revision) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                    absl::StrCat(coding.text(), " is at revision ", text.revision,
                                 "; read it again and decide again"),
                    {{"resource", coding.text()}});
}

CodingViewer ViewerOf(const Study& study, absl::string_view subject, bool may_release) {
  const StudyCoder* const coder = FindSubject(study, subject);
  CodingViewer viewer;
  if (coder != nullptr) viewer.coder = coder->coder_id();
  viewer.compares = may_release && (coder == nullptr || coder->retired());
  return viewer;
}

}  // namespace lotse::survey::qualitative
