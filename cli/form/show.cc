// lotse form show: a questionnaire as it would be on paper.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"
#include "cli/form/commands.h"
#include "cli/form/form_size.h"
#include "cli/form/form_view.h"
#include "cli/form/page.h"
#include "cli/form/source.h"

namespace lotse::cli {

absl::Status RunFormShow(const Invocation& invocation) {
  const absl::StatusOr<FormSource> source = ReadRightForm(invocation.args);
  if (!source.ok()) return source.status();
  const survey::v1alpha::Instrument& instrument = source->result.instrument;
  Environment& environment = invocation.environment;
  if (invocation.settings.json) {
    environment.out << MessageJson(instrument, false);
    return absl::OkStatus();
  }
  const std::vector<std::string> languages = SizeOf(instrument).languages;
  const bool is_there =
      std::any_of(languages.begin(), languages.end(), [&](const std::string& tag) {
        return absl::StartsWithIgnoreCase(tag, source->language.substr(0, 2));
      });
  if (!is_there && !languages.empty()) {
    environment.err << Either(OwnLanguage(*source), "Hinweis: es gibt nur ", "note: there is only ")
                    << absl::StrJoin(languages, ", ") << "\n";
  }
  FormViewOptions options;
  options.language = source->language;
  options.width = Page::WidthFor(environment.columns);
  options.codes = invocation.args.Has("with-codes");
  environment.out << ViewForm(instrument, options);
  return absl::OkStatus();
}

}  // namespace lotse::cli
