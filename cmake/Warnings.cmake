# The strict list of warnings, for gcc and clang; what a compiler does not know is left out.
include(CheckCCompilerFlag)

set(warnings
  -Wall -Wextra -Wpedantic
  -Wshadow -Wconversion -Wsign-conversion -Warith-conversion -Wdouble-promotion
  -Wcast-qual -Wcast-align -Wpointer-arith -Wwrite-strings
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wmissing-variable-declarations
  -Wformat=2 -Wformat-security -Wundef -Wvla -Wredundant-decls
  -Wswitch-enum -Wimplicit-fallthrough -Wunreachable-code-aggressive
  -Wnull-dereference -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wjump-misses-init
  -Wstrict-overflow=2 -Wtrampolines -Wcomma -Wassign-enum -Wbidi-chars=any)

function(seedbundle_warnings target)
  foreach(flag IN LISTS warnings)
    string(MAKE_C_IDENTIFIER "have${flag}" known)
    check_c_compiler_flag("${flag}" ${known})
    if(${known})
      target_compile_options(${target} PRIVATE ${flag})
    endif()
  endforeach()
  if(SEEDBUNDLE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
