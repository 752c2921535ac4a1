#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/commands.h"
#include "lotse/type/v1alpha/text.pb.h"

// How what a consultant reads is put on a terminal.
namespace lotse::cli {

struct ViewOptions {
  // `de` or `en`.
  std::string language = "de";
  // Columns; less than 60 counts as 60.
  int width = 80;
  // Characters of ASCII only: for terminals and files that know no others.
  bool ascii = false;
};

// Of --language, --ascii, --width, the terminal and its locale. UsageError: another
// language, a width that is not 60 to 500.
absl::StatusOr<ViewOptions> ReadViewOptions(const Invocation& invocation);

// `text` harmless and on one line, as Printable makes it; with `ascii` in letters that
// are there: ä becomes ae. What has no likeness becomes `?`.
std::string Show(absl::string_view text, const ViewOptions& options);

// The wording in the language of the view, or any other; shown.
std::string ShowText(const type::v1alpha::Text& text, const ViewOptions& options);

// The first with `ascii`, else the second.
std::string Sign(const char* ascii, const char* unicode, const ViewOptions& options);

// `text` cut to at most `width` columns, with `…` (or `...`) where something was cut off.
// `text` was shown.
std::string CutTo(absl::string_view text, int width, const ViewOptions& options);

// Rows as lines of columns that fit in the view, with `indent` spaces before each. Where they
// are wider, the texts of column `flexible` are cut, but not below 24 columns; where that is
// not enough, what stands behind it goes on lines of its own, below and further in. Cells were
// shown; rows are equally long.
std::string Columns(std::vector<std::vector<std::string>> rows, size_t flexible, int indent,
                    const ViewOptions& options);

// Labels, each with what is said of it beside it, in as many lines as that needs to fit in the
// view. Both were shown.
std::string Facts(const std::vector<std::pair<std::string, std::string>>& facts,
                  const ViewOptions& options);

// `text` in lines that fit in the view: the first behind `before`, the others behind as many
// blanks. Both were shown.
std::string Lines(absl::string_view before, absl::string_view text, const ViewOptions& options);

// `name` without `prefix` and the slash behind it, if it begins so.
std::string Below(absl::string_view name, absl::string_view prefix);

// The last part of a name.
std::string IdOf(absl::string_view name);

}  // namespace lotse::cli
