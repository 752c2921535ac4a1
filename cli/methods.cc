// lotse methods: what can be called.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "cli/catalog.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/text.h"

namespace lotse::cli {

absl::Status RunMethods(const Invocation& invocation) {
  const std::vector<std::string>& arguments = invocation.args.positional;
  const std::string filter = arguments.empty() ? "" : absl::AsciiStrToLower(arguments[0]);
  std::ostream& out = invocation.environment.out;
  std::vector<const google::protobuf::MethodDescriptor*> shown;
  int width = 0;
  for (const auto* method : AllMethods()) {
    if (!absl::StrContains(absl::AsciiStrToLower(MethodPath(*method)), filter)) continue;
    shown.push_back(method);
    width = std::max(width, DisplayWidth(MethodPath(*method)));
  }
  if (shown.empty() && !invocation.settings.json) {
    invocation.environment.err << "no method has '" << Printable(arguments[0]) << "' in its name\n";
  }
  for (const auto* method : shown) {
    if (invocation.settings.json) {
      out << JsonObject()
                 .Add("method", MethodPath(*method))
                 .Add("request", method->input_type()->full_name())
                 .Add("reply", method->output_type()->full_name())
                 .str()
          << "\n";
    } else {
      out << PadRight(MethodPath(*method), width) << "  " << method->input_type()->name() << "\n";
    }
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
