#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "services/reporting/document/check_document.h"

namespace lotse::reporting {

// `path.field`, or `field` at the top.
std::string In(absl::string_view path, absl::string_view field);
// `path.field[index]`.
std::string At(absl::string_view path, absl::string_view field, int index);

// Collects what is wrong with a document.
class Problems {
 public:
  void Add(absl::string_view path, absl::string_view what);

  // Requires text that is UTF-8, and for the second also more than white space.
  void RequireUtf8(absl::string_view text, absl::string_view path);
  void RequireText(absl::string_view text, absl::string_view path);
  // Requires an id that no other part of the document has.
  void RequireId(const std::string& id, absl::string_view path);
  // Requires a day that exists. Returns whether it does.
  bool RequireDay(const google::type::Date& day, absl::string_view path);
  // Requires the form of a language tag of BCP 47.
  void RequireLanguage(absl::string_view tag, absl::string_view path);
  // Requires a name and a revision from 1 on.
  void RequireRevision(absl::string_view name, int64_t revision, absl::string_view name_path,
                       absl::string_view revision_path);

  std::vector<DocumentProblem> Take() { return std::move(problems_); }

 private:
  std::vector<DocumentProblem> problems_;
  std::set<std::string> ids_;
};

}  // namespace lotse::reporting
