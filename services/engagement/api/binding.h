#pragma once

#include "runtime/resource/api.h"

// The names under which methods are bound.
namespace lotse::engagement {

using resource::Api;
using Context = Api::Context;
using Reactor = Api::Reactor;

}  // namespace lotse::engagement
