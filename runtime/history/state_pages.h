#pragma once

#include "absl/status/status.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/resource/tx.h"

// Pages of the states of an owner: at a time, and what became of them between two.
namespace lotse::history {

// Resources that one page of differences compares.
inline constexpr int kMostCompared = 2000;

// As the methods ListStates and DiffStates say.
absl::Status ReadStates(resource::Tx& tx, const type::v1alpha::ListStatesRequest& q,
                        type::v1alpha::ListStatesResponse* r);
absl::Status ReadStateDiff(resource::Tx& tx, const type::v1alpha::DiffStatesRequest& q,
                           type::v1alpha::DiffStatesResponse* r);

}  // namespace lotse::history
