#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/release/table_text.h"
#include "lotse/survey/v1alpha/release.pb.h"
#include "lotse/survey/v1alpha/release_service.pb.h"

// What the commands of releases ask for.
namespace lotse::cli {

// UsageError for what is no name of a wave, or of a release.
absl::Status CheckWaveName(absl::string_view name);
absl::Status CheckReleaseName(absl::string_view name);

// All pages. CallError.
absl::Status LoadVariables(const std::string& wave, Client* client,
                           survey::v1alpha::ListVariablesResponse* variables);

// The same, as what tables need to be shown.
absl::Status LoadVariables(const std::string& wave, Client* client, TableContext* context);

// The release, and what its tables need to be shown. CallError.
absl::Status LoadRelease(const std::string& name, Client* client, survey::v1alpha::Release* release,
                         TableContext* context);

// What a release is, in a few lines.
std::string ViewRelease(const survey::v1alpha::Release& release, const ViewOptions& options);

}  // namespace lotse::cli
